package dev.muster.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where libraries log: warnings to {@code MUSTER_HOME/logs/muster.log}, 10 MB and one before it.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  private static final String LARGEST = "10MB";

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    loggers.getStatusManager().add(new NopStatusListener());
    var root = loggers.getLogger("ROOT");
    root.setLevel(Level.WARN);
    Path folder = HomeFolder.of(System.getenv()).resolve("logs");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY; // no log; the ledger's message says why
    }
    LogLines encoder = new LogLines();
    encoder.setContext(loggers);
    encoder.start();
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(loggers);
    file.setFile(folder.resolve("muster.log").toString());
    file.setEncoder(encoder);
    file.setPrudent(false);
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(loggers);
    window.setParent(file);
    window.setFileNamePattern(folder.resolve("muster.%i.log").toString());
    window.setMinIndex(1);
    window.setMaxIndex(1);
    window.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(loggers);
    size.setMaxFileSize(FileSize.valueOf(LARGEST));
    size.start();
    file.setRollingPolicy(window);
    file.setTriggeringPolicy(size);
    file.start();
    root.addAppender(file);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
