package dev.muster.config.pipeline;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a class file says of its class: The Java Virtual Machine Specification, chapter 4.
 *
 * @param superclass its name with slashes; empty for Object
 * @param hasMain whether it declares {@code public static void main(String[])}
 */
record ClassFile(String superclass, boolean hasMain) {

  private static final int MAGIC = 0xCAFEBABE;
  private static final int PUBLIC_STATIC = 0x0009;
  private static final String MAIN = "main";
  private static final String DESCRIPTOR = "([Ljava/lang/String;)V";

  /**
   * Reads one.
   *
   * @throws IOException when it is none
   */
  static ClassFile read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (data.readInt() != MAGIC) {
      throw new IOException("it is no class file");
    }
    data.skipNBytes(4);
    int count = data.readUnsignedShort();
    String[] texts = new String[count];
    int[] names = new int[count];
    for (int i = 1; i < count; i++) {
      int tag = data.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = data.readUTF();
        case 7 -> names[i] = data.readUnsignedShort();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> data.skipNBytes(4);
        case 5, 6 -> {
          data.skipNBytes(8);
          i++; // these take two places: section 4.4.5
        }
        case 8, 16, 19, 20 -> data.skipNBytes(2);
        case 15 -> data.skipNBytes(3);
        default -> throw new IOException("it has a constant of the unknown kind " + tag);
      }
    }
    data.skipNBytes(4);
    int superIndex = data.readUnsignedShort();
    data.skipNBytes(2L * data.readUnsignedShort());
    skipMembers(data);
    boolean main = false;
    int methods = data.readUnsignedShort();
    for (int i = 0; i < methods; i++) {
      int access = data.readUnsignedShort();
      String name = texts[data.readUnsignedShort()];
      String descriptor = texts[data.readUnsignedShort()];
      main |=
          (access & PUBLIC_STATIC) == PUBLIC_STATIC
              && MAIN.equals(name)
              && DESCRIPTOR.equals(descriptor);
      skipAttributes(data);
    }
    String superName = superIndex == 0 ? null : texts[names[superIndex]];
    return new ClassFile(superName == null ? "" : superName, main);
  }

  private static void skipMembers(DataInputStream data) throws IOException {
    int members = data.readUnsignedShort();
    for (int i = 0; i < members; i++) {
      data.skipNBytes(6);
      skipAttributes(data);
    }
  }

  private static void skipAttributes(DataInputStream data) throws IOException {
    int attributes = data.readUnsignedShort();
    for (int i = 0; i < attributes; i++) {
      data.skipNBytes(2);
      data.skipNBytes(Integer.toUnsignedLong(data.readInt()));
    }
  }
}
