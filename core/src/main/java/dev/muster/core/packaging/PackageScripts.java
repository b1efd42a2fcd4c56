package dev.muster.core.packaging;

import dev.muster.spi.fleet.ScriptText;
import dev.muster.spi.packaging.PackageItem;
import java.util.List;
import java.util.Set;

/** The scripts that stand in each package; what is run on hosts by Muster is the same text. */
public final class PackageScripts {

  /** Prepares a package on a host. */
  public static final String INSTALL = "bin/install.sh";

  /** Brings a package to a node of EMR. */
  public static final String EMR_BOOTSTRAP = "cloud/emr-bootstrap.sh";

  /** Brings a package to a node of Dataproc. */
  public static final String DATAPROC_INIT = "cloud/dataproc-init.sh";

  /** What is put beside an archive in a store: clouds want it as an object of its own. */
  static final Set<String> BESIDE = Set.of(EMR_BOOTSTRAP, DATAPROC_INIT);

  private PackageScripts() {}

  /** All of them for a package of a name. */
  static List<PackageItem> of(String name) {
    return List.of(
        item(INSTALL, "install.sh", name),
        item("bin/launch.sh", "launch.sh", name),
        item("bin/with.sh", "with.sh", name),
        item("bin/restore.sh", "restore.sh", name),
        item("bin/spark-submit", "spark-submit.sh", name),
        item(EMR_BOOTSTRAP, "emr-bootstrap.sh", name),
        item("cloud/emr-submit.sh", "emr-submit.sh", name),
        item(DATAPROC_INIT, "dataproc-init.sh", name),
        item("cloud/dataproc-submit.sh", "dataproc-submit.sh", name));
  }

  /** The text of one. */
  public static String text(String script) {
    return ScriptText.of(PackageScripts.class, script);
  }

  /** A name has letters, digits, dots and dashes only: it needs no quoting. */
  private static PackageItem item(String file, String script, String name) {
    return PackageItem.text(file, text(script).replace("@NAME@", name), true);
  }
}
