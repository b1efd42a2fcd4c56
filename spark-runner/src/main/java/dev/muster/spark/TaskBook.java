package dev.muster.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the driver knows of attempts: which wait, which run and for whom, which have ended. An
 * attempt ends once, whoever says so first. Safe for use by several threads.
 *
 * @param <W> who runs attempts
 */
final class TaskBook<W> {

  private final Set<TaskKey> waiting = new HashSet<>();
  private final Map<TaskKey, W> running = new HashMap<>();
  private final Set<TaskKey> ended = new HashSet<>();
  private boolean draining;

  /** An attempt that an earlier driver has kept the end of. */
  synchronized void known(TaskKey key) {
    ended.add(key);
  }

  /** Attempts to be made; those that have ended are not taken up again. */
  synchronized void add(List<TaskKey> keys) {
    for (TaskKey key : keys) {
      if (!ended.contains(key)) {
        waiting.add(key);
      }
    }
  }

  /**
   * Asks to begin an attempt. One that runs elsewhere may begin too: its executor may be lost, or
   * Spark speculates.
   *
   * @return false when it has ended, or nothing begins any more
   */
  synchronized boolean begin(TaskKey key, W worker) {
    if (draining || ended.contains(key) || (!waiting.remove(key) && !running.containsKey(key))) {
      return false;
    }
    running.put(key, worker);
    return true;
  }

  /** Who runs an attempt; null when nobody does. */
  synchronized @Nullable W runs(TaskKey key) {
    return running.get(key);
  }

  /**
   * Notes the end of an attempt.
   *
   * @return whether it is the first
   */
  synchronized boolean end(TaskKey key) {
    waiting.remove(key);
    running.remove(key);
    return ended.add(key);
  }

  /** Whether it has ended. */
  synchronized boolean hasEnded(TaskKey key) {
    return ended.contains(key);
  }

  /** Begins nothing any more; the attempts that waited, which end by this. */
  synchronized List<TaskKey> drain() {
    draining = true;
    List<TaskKey> dropped = new ArrayList<>(waiting);
    waiting.clear();
    ended.addAll(dropped);
    return dropped;
  }

  /** Attempts at a task that wait, which end by this. */
  synchronized List<TaskKey> revoke(int task) {
    List<TaskKey> dropped = new ArrayList<>();
    for (TaskKey key : waiting) {
      if (key.task == task) {
        dropped.add(key);
      }
    }
    waiting.removeAll(dropped);
    ended.addAll(dropped);
    return dropped;
  }

  /** Attempts that run, with who runs them. */
  synchronized Map<TaskKey, W> running() {
    return new HashMap<>(running);
  }
}
