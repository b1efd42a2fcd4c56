package dev.muster.reports.html;

import dev.muster.reports.text.TextFiles;
import dev.muster.spi.report.PipelineReport;
import dev.muster.spi.report.PipelineReportWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** The run of a pipeline as one self-contained page without script: report.html. */
public final class PipelineHtmlWriter implements PipelineReportWriter {

  /** Found by {@link java.util.ServiceLoader}. */
  public PipelineHtmlWriter() {}

  @Override
  public String name() {
    return HtmlReportWriter.FILE;
  }

  @Override
  public void write(PipelineReport report, Path folder) throws IOException {
    Slots page = new PipelinePage(report).slots();
    page.html(
        "style", new Html(Template.resource("report.css") + Template.resource("pipeline.css")));
    Template template = Template.parse(Template.resource("pipeline.html"));
    try (Writer out = TextFiles.create(folder, HtmlReportWriter.FILE)) {
      template.fill(page, out);
    }
  }
}
