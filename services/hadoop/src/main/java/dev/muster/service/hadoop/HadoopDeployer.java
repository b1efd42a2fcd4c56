package dev.muster.service.hadoop;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.service.ServiceDeployer;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceSite;
import java.util.List;
import java.util.Set;

/** Deploys HDFS and YARN. */
public final class HadoopDeployer implements ServiceDeployer {

  static final String NAME = "hadoop";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> localPaths() {
    return Set.of("jdk");
  }

  @Override
  public boolean keepsData() {
    return true;
  }

  @Override
  public ServiceDeployment open(ServiceSite site, ServiceOptions options) {
    List<Problem> problems =
        site.environment().entrySet().stream()
            .filter(
                one ->
                    !one.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")
                        || one.getValue().chars().anyMatch(Character::isISOControl))
            .map(
                one ->
                    Problem.of(
                        "the environment variable " + one.getKey() + " is not one line",
                        "correct environment in the cluster's file"))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
    return new HadoopDeployment(
        site, HadoopOptions.read(options.values(), options.conf(), site.environment()), options);
  }
}
