package dev.muster.testkit.s3;

/** What a client may ask of {@link ScriptedS3}. */
public enum Operation {
  /** ListObjectsV2. */
  LIST,
  /** GetObject. */
  GET,
  /** HeadObject. */
  HEAD,
  /** PutObject. */
  PUT,
  /** DeleteObject. */
  DELETE,
  /** CreateMultipartUpload. */
  START_PARTS,
  /** UploadPart. */
  PUT_PART,
  /** CompleteMultipartUpload. */
  COMPLETE_PARTS,
  /** AbortMultipartUpload. */
  ABORT_PARTS,
  /** Anything else: answered with 501. */
  OTHER
}
