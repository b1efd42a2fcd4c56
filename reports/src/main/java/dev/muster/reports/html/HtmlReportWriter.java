package dev.muster.reports.html;

import dev.muster.reports.text.TextFiles;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/**
 * The run as one self-contained page: report.html. It asks no other host for anything and can be
 * read without script; script only makes the timeline zoom.
 */
public final class HtmlReportWriter implements ReportWriter {

  /** The name of the page; projects cannot rename it. */
  public static final String FILE = "report.html";

  /** Found by {@link java.util.ServiceLoader}. */
  public HtmlReportWriter() {}

  @Override
  public String name() {
    return "html";
  }

  @Override
  public void write(RunReport report, Path folder) throws IOException {
    PageCollector tasks = new PageCollector(report.run().rounds(), ReportPage.MOST_BARS);
    report.forEachTask(tasks::add);
    Slots page = new ReportPage(report, tasks).slots();
    page.html("style", new Html(Template.resource("report.css")));
    page.html("script", new Html(Template.resource("report.js")));
    Template template = Template.parse(Template.resource("report.html"));
    try (Writer out = TextFiles.create(folder, FILE)) {
      template.fill(page, out);
    }
  }
}
