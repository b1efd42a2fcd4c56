/** YAML files as values that know their lines. */
@NullMarked
package dev.muster.config.yaml;

import org.jspecify.annotations.NullMarked;
