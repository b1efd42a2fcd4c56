package dev.muster.core.packaging;

import dev.muster.spi.packaging.PackageArchives;
import dev.muster.spi.python.PythonWheels;

/**
 * What packages are made with.
 *
 * @param archives writes and reads them
 * @param wheels gets what Python code needs
 */
public record PackageTools(PackageArchives archives, PythonWheels wheels) {}
