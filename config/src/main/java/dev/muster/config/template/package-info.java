/**
 * What is made from the declarations of options: first files of each kind, and their JSON Schemas.
 */
@NullMarked
package dev.muster.config.template;

import org.jspecify.annotations.NullMarked;
