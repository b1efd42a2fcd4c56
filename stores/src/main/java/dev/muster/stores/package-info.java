/**
 * Stores: {@code file:} folders and {@code s3:} buckets. The catalog picks a factory by the scheme
 * of a root; nothing of the AWS SDK is loaded before an S3 store is first used.
 */
@NullMarked
package dev.muster.stores;

import org.jspecify.annotations.NullMarked;
