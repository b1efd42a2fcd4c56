package dev.muster.stores;

import dev.muster.spi.store.StoredObject;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All files below a folder in the order of their keys' UTF-8 bytes. HDFS lists a folder page by
 * page in an order of names that is nearly ours; a subfolder {@code a} comes before {@code a-b},
 * what is in it behind. So much is held back, not more: of a folder with names in ASCII some
 * entries.
 */
final class HdfsListing extends Spliterators.AbstractSpliterator<StoredObject> {

  private final HdfsWeb web;
  private final String folder;
  private final String prefix;
  private final Deque<Level> levels = new ArrayDeque<>();

  /**
   * @param folder with slashes at both ends
   * @param prefix that keys begin with
   */
  HdfsListing(HdfsWeb web, String folder, String prefix) {
    super(Long.MAX_VALUE, ORDERED | NONNULL);
    this.web = web;
    this.folder = folder;
    this.prefix = prefix;
    levels.push(new Level(prefix.substring(0, prefix.lastIndexOf('/') + 1)));
  }

  @Override
  public boolean tryAdvance(Consumer<? super StoredObject> action) {
    while (!levels.isEmpty()) {
      Optional<Child> next = levels.peek().next();
      if (next.isEmpty()) {
        levels.pop();
        continue;
      }
      Child child = next.get();
      if (child.isFolder()) {
        // Only the way to the prefix, and all behind it.
        if (child.key().startsWith(prefix) || prefix.startsWith(child.key())) {
          levels.push(new Level(child.key()));
        }
      } else if (child.key().startsWith(prefix)) {
        Optional<StoredObject> object = HdfsStore.object(child.key(), child.status());
        if (object.isPresent()) {
          action.accept(object.get());
          return true;
        }
      }
    }
    return false;
  }

  /**
   * What a folder holds.
   *
   * @param key of a file; of a folder with a slash at its end
   */
  private record Child(String key, Map<?, ?> all) {

    boolean isFolder() {
      return key.endsWith("/");
    }

    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> status() {
      return (Map<String, @Nullable Object>) all;
    }
  }

  /** One folder on the way. */
  private final class Level {
    private final String key;
    private final PriorityQueue<Child> held =
        new PriorityQueue<>(Comparator.comparing(Child::key, Utf8Order.INSTANCE));
    private Iterator<?> page = List.of().iterator();
    private String last = "";
    private boolean more = true;

    private @Nullable Child ahead;

    /**
     * @param key of the folder, with a slash at its end, or empty
     */
    Level(String key) {
      this.key = key;
    }

    /** What comes next in the order of keys: nothing that is still to be read is before that. */
    Optional<Child> next() {
      while (true) {
        Child unread = ahead();
        Child first = held.peek();
        if (first != null
            && (unread == null
                || Utf8Order.INSTANCE.compare(first.key(), key + ascii(unread.key())) <= 0)) {
          return Optional.ofNullable(held.poll());
        }
        if (unread == null) {
          return Optional.empty();
        }
        held.add(unread);
        ahead = null;
      }
    }

    private @Nullable Child ahead() {
      while (ahead == null && (page.hasNext() || more)) {
        if (!page.hasNext()) {
          fetch();
          continue;
        }
        if (page.next() instanceof Map<?, ?> status) {
          String name = String.valueOf(status.get("pathSuffix"));
          last = name;
          boolean below = "DIRECTORY".equals(status.get("type"));
          if (!name.isEmpty() && !name.startsWith(HdfsStore.UNFINISHED)) {
            ahead = new Child(key + name + (below ? "/" : ""), status);
          }
        }
      }
      return ahead;
    }

    private void fetch() {
      String after = last.isEmpty() ? "" : "&startAfter=" + HdfsWeb.encode(last);
      Optional<Map<String, @Nullable Object>> answer =
          web.get(folder + bare(key), "op=LISTSTATUS_BATCH" + after);
      more = false;
      page = List.of().iterator();
      if (answer.isPresent()
          && answer.get().get("DirectoryListing") instanceof Map<?, ?> listing
          && listing.get("partialListing") instanceof Map<?, ?> partial
          && partial.get("FileStatuses") instanceof Map<?, ?> statuses
          && statuses.get("FileStatus") instanceof List<?> list) {
        page = list.iterator();
        more =
            !list.isEmpty()
                && listing.get("remainingEntries") instanceof Number left
                && left.longValue() > 0;
      }
    }

    /**
     * What no later name is before: HDFS compares bytes as signed numbers (DFSUtil.compareBytes),
     * so behind a name that goes on with other letters than those of ASCII may come some that do.
     */
    private String ascii(String child) {
      String name = bare(child.substring(key.length()));
      int end = 0;
      while (end < name.length() && name.charAt(end) < 0x80) {
        end++;
      }
      return name.substring(0, end);
    }

    private static String bare(String key) {
      return key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    }
  }
}
