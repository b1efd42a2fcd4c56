/** Project folders: reading them, and writing a first one. */
@NullMarked
package dev.muster.config.project;

import org.jspecify.annotations.NullMarked;
