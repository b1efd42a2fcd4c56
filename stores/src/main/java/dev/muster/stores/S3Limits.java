package dev.muster.stores;

import java.time.Duration;

/**
 * How long to wait for a bucket, and how to cut what goes there.
 *
 * @param connect until a connection stands
 * @param read until the next bytes of an answer come
 * @param call for a whole call with its repetitions; not for reading an object's content
 * @param part objects above this go up in parts of this size, in bytes
 */
record S3Limits(Duration connect, Duration read, Duration call, long part) {

  /** A part of 16 MiB takes less than a minute at 3 Mbit/s. */
  static final S3Limits STANDARD =
      new S3Limits(
          Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10), 16L << 20);
}
