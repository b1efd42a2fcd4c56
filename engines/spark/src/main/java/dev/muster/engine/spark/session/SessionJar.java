package dev.muster.engine.spark.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The jar of the warm driver, which Muster carries along. */
public final class SessionJar {

  private static final String NAME = "session.jar";

  private SessionJar() {}

  /** Puts it into a folder. */
  public static Path in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, NAME, ".part");
    try (InputStream jar = SessionJar.class.getResourceAsStream(NAME)) {
      if (jar == null) {
        throw new IOException(NAME + " is missing from Muster's engines/spark");
      }
      Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.move(part, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }
}
