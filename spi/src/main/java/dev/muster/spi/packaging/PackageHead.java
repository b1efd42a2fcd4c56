package dev.muster.spi.packaging;

import org.jspecify.annotations.Nullable;

/**
 * What a package will say of itself, but for its files; each as in {@link PackageManifest}.
 *
 * @param name of the package
 * @param version of the package
 * @param entry the file that its launch script starts, null for none
 * @param python what its wheels were made for, null for none
 * @param machine what its programs run on, null for any
 * @param spark the version of Spark that is in it, null for none
 * @param java the version of Java that is in it, null for none
 */
public record PackageHead(
    String name,
    String version,
    @Nullable String entry,
    @Nullable String python,
    @Nullable String machine,
    @Nullable String spark,
    @Nullable String java) {}
