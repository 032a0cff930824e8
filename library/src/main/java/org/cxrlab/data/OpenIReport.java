package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A report of Open-I as XML: uId with its ID, MeSH with a term in each major, and a parentImage for
 * each film, whose ID is the name of its file. What the report says in words is not read.
 */
final class OpenIReport {
  private String uid = "";
  private final List<String> terms = new ArrayList<>();
  private final List<String> images = new ArrayList<>();

  private OpenIReport() {}

  /** Adds a report and its films; a file that is none is told. */
  static void read(
      Path file,
      Map<String, OpenISet.Report> reports,
      List<OpenISet.Picture> pictures,
      SourceLog log) {
    var report = new OpenIReport();
    try (InputStream in = Files.newInputStream(file)) {
      report.read(in);
    } catch (XMLStreamException broken) {
      log.leftOut("reports", "are no whole XML", SetTable.name(file));
      return;
    } catch (IOException e) {
      throw new TableException("The report " + file + " can't be read.", e);
    }
    if (report.uid.isEmpty()) {
      log.leftOut("reports", "have no uId", SetTable.name(file));
      return;
    }
    OpenISet.add(report.uid, report.terms, reports, log);
    report.images.forEach(
        image -> pictures.add(new OpenISet.Picture(report.uid, image + ".png", "")));
  }

  private void read(InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    // A file that strangers made may name others by entities, or grow by them.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader xml = factory.createXMLStreamReader(in);
    try {
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT) {
          read(xml);
        }
      }
    } finally {
      xml.close();
    }
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    switch (xml.getLocalName()) {
      case "uId" -> uid = text(xml.getAttributeValue(null, "id"));
      case "major" -> terms.add(xml.getElementText());
      case "parentImage" -> {
        String image = text(xml.getAttributeValue(null, "id"));
        if (!image.isEmpty()) {
          images.add(image);
        }
      }
      default -> {
        // The words of the report, and who made it.
      }
    }
  }

  private static String text(String attribute) {
    return attribute == null ? "" : attribute.strip();
  }
}
