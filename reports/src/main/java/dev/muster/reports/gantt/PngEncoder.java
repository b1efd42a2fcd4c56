package dev.muster.reports.gantt;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a picture as PNG (RFC 2083), with a palette when it has 256 colours at most.
 *
 * <p>javax.imageio finds its writers by reflection over a hundred classes; a chart needs none of
 * that, and a palette makes a third of the bytes to compress.
 */
final class PngEncoder {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BIT_DEPTH = 8;
  private static final int RGB = 2;
  private static final int INDEXED = 3;
  private static final int WHOLE = 1 << 16;

  private PngEncoder() {}

  /** Writes an opaque picture of TYPE_INT_RGB. */
  static void write(BufferedImage image, OutputStream out) throws IOException {
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    int width = image.getWidth();
    int height = image.getHeight();
    ColorTable colors = ColorTable.of(pixels);
    DataOutputStream data = new DataOutputStream(out);
    data.write(SIGNATURE);
    header(data, width, height, colors.complete() ? INDEXED : RGB);
    if (colors.complete()) {
      chunk(data, "PLTE", colors.palette(), colors.palette().length);
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      byte[] line = new byte[1 + width * (colors.complete() ? 1 : 3)];
      byte[] packed = new byte[WHOLE];
      for (int y = 0; y < height; y++) {
        if (colors.complete()) {
          indexed(pixels, y * width, width, colors, line);
        } else {
          direct(pixels, y * width, width, line);
        }
        deflater.setInput(line);
        drain(deflater, packed, data);
      }
      deflater.finish();
      drain(deflater, packed, data);
    } finally {
      deflater.end();
    }
    chunk(data, "IEND", new byte[0], 0);
    data.flush();
  }

  private static void drain(Deflater deflater, byte[] packed, DataOutputStream data)
      throws IOException {
    for (int length = deflater.deflate(packed); length > 0; length = deflater.deflate(packed)) {
      chunk(data, "IDAT", packed, length);
    }
  }

  private static void header(DataOutputStream data, int width, int height, int kind)
      throws IOException {
    byte[] header = new byte[13];
    big(header, 0, width);
    big(header, 4, height);
    header[8] = BIT_DEPTH;
    header[9] = (byte) kind;
    chunk(data, "IHDR", header, header.length);
  }

  private static void big(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> (24 - 8 * i));
    }
  }

  private static void indexed(int[] pixels, int from, int width, ColorTable colors, byte[] line) {
    int color = -1;
    byte index = 0;
    for (int x = 0; x < width; x++) {
      int next = pixels[from + x] & 0xffffff;
      if (next != color) {
        color = next;
        index = (byte) colors.index(next);
      }
      line[1 + x] = index;
    }
  }

  private static void direct(int[] pixels, int from, int width, byte[] line) {
    int at = 1;
    for (int x = 0; x < width; x++) {
      int color = pixels[from + x];
      line[at++] = (byte) (color >> 16);
      line[at++] = (byte) (color >> 8);
      line[at++] = (byte) color;
    }
  }

  private static void chunk(DataOutputStream data, String name, byte[] body, int length)
      throws IOException {
    byte[] kind = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(kind);
    check.update(body, 0, length);
    data.writeInt(length);
    data.write(kind);
    data.write(body, 0, length);
    data.writeInt((int) check.getValue());
  }

  /** The colours of a picture while there are 256 at most: open addressing, 1024 places. */
  private static final class ColorTable {

    private static final int PLACES = 1 << 10;
    private static final int MOST = 256;

    private final int[] keys = new int[PLACES];
    private final int[] indexes = new int[PLACES];
    private byte[] palette = new byte[MOST * 3];
    private int size;
    private boolean complete = true;

    static ColorTable of(int[] pixels) {
      ColorTable table = new ColorTable();
      Arrays.fill(table.keys, -1);
      int color = -1;
      for (int pixel : pixels) {
        int next = pixel & 0xffffff;
        if (next != color) {
          color = next;
          table.index(next);
          if (!table.complete) {
            break;
          }
        }
      }
      table.palette = Arrays.copyOf(table.palette, table.size * 3);
      return table;
    }

    int index(int color) {
      int place = (color * 0x9E3779B1) >>> 22;
      while (keys[place] != color && keys[place] >= 0) {
        place = (place + 1) % PLACES;
      }
      if (keys[place] < 0) {
        add(place, color);
      }
      return indexes[place];
    }

    private void add(int place, int color) {
      if (size == MOST) {
        complete = false;
        return;
      }
      keys[place] = color;
      indexes[place] = size;
      palette[size * 3] = (byte) (color >> 16);
      palette[size * 3 + 1] = (byte) (color >> 8);
      palette[size * 3 + 2] = (byte) color;
      size++;
    }

    boolean complete() {
      return complete;
    }

    byte[] palette() {
      return palette;
    }
  }
}
