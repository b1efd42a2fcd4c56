/** What stands in configuration files: Muster's own settings and the reference of all options. */
@NullMarked
package dev.muster.config;

import org.jspecify.annotations.NullMarked;
