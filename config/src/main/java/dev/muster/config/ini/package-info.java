/** INI files as Python's configparser reads them: sections, interpolation, no code evaluated. */
@NullMarked
package dev.muster.config.ini;

import org.jspecify.annotations.NullMarked;
