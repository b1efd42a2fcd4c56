package dev.muster.hosts;

import dev.muster.hosts.HostRemote.Answers;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The programs of a service on its nodes, each in a folder of its own under a supervisor: the
 * folders say all that is needed to stop, start, show and remove them.
 */
public final class HostPrograms {

  /** Within it a program ends, or is ended. */
  public static final Duration STOPPING = Duration.ofSeconds(90);

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ABSENT = "[ -r \"$HOME/$1/$2/argv\" ] || echo absent";

  private final ServiceSite site;
  private final HostRemote remote;
  private final String service;
  private final String folder;
  private final List<String> programs;
  private final Set<Integer> unbooted = new HashSet<>();

  /**
   * @param service its name
   * @param programs their names, in the order in which they are shown; they are removed from the
   *     last to the first
   */
  public HostPrograms(ServiceSite site, HostRemote remote, String service, List<String> programs) {
    this.site = site;
    this.remote = remote;
    this.service = service;
    this.folder = folder(site, service);
    this.programs = List.copyOf(programs);
  }

  /** The folder of a service, below the user's home. */
  public static String folder(ServiceSite site, String service) {
    return ".muster/clusters/" + site.cluster().name() + "/services/" + service;
  }

  /** The same. */
  public String folder() {
    return folder;
  }

  /** Stands in crontabs and in names of systemd's units. */
  public String mark() {
    return site.cluster().id() + "-" + service;
  }

  /** Files that every host of a service has. */
  public static List<HostFile> scripts() {
    return List.of(
        new HostFile(HostScripts.SUPERVISE, "700", HostScripts.text(HostScripts.SUPERVISE)),
        new HostFile(HostScripts.BOOT, "700", HostScripts.text(HostScripts.BOOT)));
  }

  /**
   * The files of a program.
   *
   * @param cluster its id
   * @param argv its command, an argument a line
   * @param environment {@code NAME=value}, a variable a line
   */
  public static List<HostFile> files(
      String cluster,
      Node node,
      String service,
      String program,
      List<String> argv,
      String environment) {
    // Of this node alone: a host may see what runs on others that are containers of it.
    String id = cluster + "-" + node.number() + "-" + service + "-" + program;
    return List.of(
        new HostFile(program + "/argv", "600", String.join("\n", argv) + "\n"),
        new HostFile(program + "/env", "600", environment),
        new HostFile(program + "/id", "600", id + "\n"));
  }

  /** The command that says what a host is, for {@link HostMeasure#parse}. */
  public RemoteCommand measure(String java) {
    return HostRemote.script("measure.sh", words(folder, java));
  }

  /**
   * Makes the service's folder.
   *
   * @param kept names of distributions that stay
   * @param folders below it
   */
  public List<ServiceProblem> prepare(List<Node> nodes, String kept, List<String> folders) {
    List<String> words = new ArrayList<>(List.of(folder, kept));
    words.addAll(folders);
    words.addAll(programs);
    return remote
        .run(nodes, HostRemote.script("prepare.sh", words.toArray(String[]::new)), SOON)
        .problems();
  }

  /**
   * Starts a program.
   *
   * @param changed numbers of nodes whose files are new: there it is started anew
   */
  public List<ServiceProblem> start(List<Node> nodes, String program, Set<Integer> changed) {
    List<ServiceProblem> problems = new ArrayList<>();
    Predicate<Node> isChanged = node -> changed.contains(node.number());
    problems.addAll(start(nodes.stream().filter(isChanged).toList(), program, "changed"));
    problems.addAll(start(nodes.stream().filter(isChanged.negate()).toList(), program, "same"));
    return problems;
  }

  private List<ServiceProblem> start(List<Node> nodes, String program, String files) {
    return start(nodes, HostRemote.script("start.sh", folder, program, files, mark()));
  }

  /** Stops a program and leaves what is installed. */
  public List<ServiceProblem> stop(List<Node> nodes, String program) {
    return run(nodes, HostRemote.script("stop.sh", folder, program, mark()), STOPPING);
  }

  /** Starts a program that was stopped. */
  public List<ServiceProblem> again(List<Node> nodes, String program) {
    return start(nodes, HostRemote.script("again.sh", folder, program, mark()));
  }

  /** Says of each host once that its boots start nothing. */
  private List<ServiceProblem> start(List<Node> nodes, RemoteCommand command) {
    Answers answers = remote.run(nodes, command, STOPPING);
    for (Node node : nodes) {
      boolean none = answers.texts().getOrDefault(node.number(), "").strip().endsWith("none");
      if (none && unbooted.add(node.number())) {
        site.listener()
            .message(
                node.address()
                    + ": it has no crontab and its user may not linger, so a boot starts nothing: "
                    + "after one, muster cluster start "
                    + site.cluster().name());
      }
    }
    return answers.problems();
  }

  /**
   * The nodes on which a program was deployed: a head, for instance, has a worker only sometimes.
   * One that does not answer is among them, so that the next step says so.
   */
  public List<Node> installed(List<Node> nodes, String program) {
    Answers said = remote.run(nodes, RemoteCommand.script(ABSENT, folder, program), SOON);
    return nodes.stream()
        .filter(node -> !said.texts().getOrDefault(node.number(), "").contains("absent"))
        .toList();
  }

  /** Runs a script of the service on nodes. */
  public List<ServiceProblem> run(List<Node> nodes, RemoteCommand command, Duration deadline) {
    return nodes.isEmpty() ? List.of() : remote.run(nodes, command, deadline).problems();
  }

  /** The command that prints the logs of a node's programs. */
  public RemoteCommand logs(int lines, boolean follow) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", HostScripts.text("logs.sh"), "sh"));
    words.addAll(List.of(folder, Integer.toString(lines), follow ? "follow" : "once"));
    words.addAll(programs);
    return RemoteCommand.of(words);
  }

  /** What nodes say of their programs, in their order. */
  public List<HostReport> reports() {
    Answers answers = remote.run(site.nodes(), HostRemote.script("status.sh", words(folder)), SOON);
    return HostReport.read(site.nodes(), answers);
  }

  /** Stops all of it and takes it off nodes. */
  public List<ServiceProblem> remove(List<Node> nodes) {
    List<String> words = new ArrayList<>(List.of(folder, mark()));
    for (int i = programs.size() - 1; i >= 0; i--) {
      words.add(programs.get(i));
    }
    Duration all = STOPPING.multipliedBy(programs.size());
    return run(nodes, HostRemote.script("remove.sh", words.toArray(String[]::new)), all);
  }

  private String[] words(String... first) {
    return Stream.concat(Stream.of(first), programs.stream()).toArray(String[]::new);
  }

  /** The nodes of a role. */
  public List<Node> ofRole(NodeRole role) {
    return site.nodes().stream().filter(node -> node.role() == role).toList();
  }
}
