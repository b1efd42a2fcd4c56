/** A Maven repository over HTTP, within the test's process. */
@NullMarked
package dev.muster.testkit.maven;

import org.jspecify.annotations.NullMarked;
