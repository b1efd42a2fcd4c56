/* The floor: N processes `true`, two at a time, started with posix_spawn and waited for. No state, no logs. */
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

static atomic_int next_task, failed;
static int tasks;

static void *work(void *unused) {
  for (int task; (task = atomic_fetch_add(&next_task, 1)) < tasks;) {
    char number[16];
    snprintf(number, sizeof number, "%d", task);
    char *argv[] = {"true", number, NULL};
    pid_t child;
    int status;
    if (posix_spawnp(&child, "true", NULL, NULL, argv, environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0)
      failed = 1;
  }
  return unused;
}

int main(int argc, char **argv) {
  tasks = argc == 2 ? atoi(argv[1]) : 0;
  pthread_t second;
  if (pthread_create(&second, NULL, work, NULL) != 0) return 1;
  work(NULL);
  pthread_join(second, NULL);
  return failed;
}
