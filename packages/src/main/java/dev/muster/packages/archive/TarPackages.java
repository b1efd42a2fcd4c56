package dev.muster.packages.archive;

import dev.muster.spi.Cancellation;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.packaging.PackageArchives;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageHead;
import dev.muster.spi.packaging.PackageId;
import dev.muster.spi.packaging.PackageItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Packages as tar archives. */
public final class TarPackages implements PackageArchives {

  @Override
  public PackageContents write(
      PackageHead head,
      List<PackageItem> items,
      Function<PackageId, Path> target,
      @Nullable Path signingKey,
      LongConsumer progress,
      Cancellation cancellation) {
    try (PackageWriter writer = new PackageWriter(items, progress, cancellation)) {
      return writer.write(head, target, signingKey);
    }
  }

  @Override
  public PackageContents read(Path file, @Nullable Path trustedKey) {
    try (PackageReader reader = new PackageReader(file, trustedKey)) {
      return reader.contents();
    } catch (IOException e) {
      throw PackageReader.fault(file, e);
    }
  }

  @Override
  public PackageContents verify(
      Path file, @Nullable Path trustedKey, LongConsumer progress, Cancellation cancellation) {
    return check(file, trustedKey, null, progress, cancellation);
  }

  @Override
  public FileParts parts(
      Path file,
      @Nullable Path trustedKey,
      Supplier<Path> scratch,
      LongConsumer progress,
      Cancellation cancellation) {
    try (PackageReader reader = new PackageReader(file, trustedKey)) {
      reader.check(reader.compressed() ? scratch.get() : null, progress, cancellation);
      return reader.parts();
    } catch (IOException e) {
      throw PackageReader.fault(file, e);
    }
  }

  @Override
  public PackageContents unpack(
      Path file,
      @Nullable Path trustedKey,
      Path folder,
      LongConsumer progress,
      Cancellation cancellation) {
    return check(file, trustedKey, folder, progress, cancellation);
  }

  @Override
  public Map<String, byte[]> extract(Path file, Set<String> names) {
    try (PackageReader reader = new PackageReader(file, null)) {
      return reader.extract(names);
    } catch (IOException e) {
      throw PackageReader.fault(file, e);
    }
  }

  private static PackageContents check(
      Path file,
      @Nullable Path trustedKey,
      @Nullable Path folder,
      LongConsumer progress,
      Cancellation cancellation) {
    try (PackageReader reader = new PackageReader(file, trustedKey)) {
      reader.check(folder, progress, cancellation);
      return reader.contents();
    } catch (IOException e) {
      throw PackageReader.fault(file, e);
    }
  }
}
