package dev.muster.cli;

import dev.muster.config.Settings;
import dev.muster.core.Services;
import dev.muster.core.run.RunControl;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What commands work with; the app makes it.
 *
 * @param version of Muster, read when first asked for
 * @param folder the current folder, absolute
 * @param install the folder that holds {@code examples/}
 * @param terminal where to print
 * @param settings made when first asked for
 * @param services made when first asked for
 * @param control stopped by signals
 */
public record CliContext(
    Supplier<String> version,
    Path folder,
    Path install,
    Terminal terminal,
    Supplier<Settings> settings,
    Supplier<Services> services,
    RunControl control) {}
