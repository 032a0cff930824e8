package org.cxrlab.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.ImageColumn;
import org.cxrlab.data.SheetText;
import org.cxrlab.disk.WholeFile;

/** A table of predictions as one Parquet file, by the library that Spark brings. */
final class ParquetTable {
  private static final String PROBLEM = "Problem";

  private ParquetTable() {}

  /** Writes it, row by row, so that it need not fit into memory. */
  static void write(Path table, Path file) {
    WholeFile.writeByPath(file, draft -> copy(table, draft));
  }

  private static void copy(Path table, Path file) throws IOException {
    try (var csv = CsvReader.open(table)) {
      List<String> columns = csv.header().stream().map(SheetText::read).toList();
      MessageType type = type(columns);
      var images = new ImageColumn(csv, 0);
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file))
              .withConf(new PlainParquetConfiguration())
              .withType(type)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              .build()) {
        while (csv.next()) {
          Group row = new SimpleGroup(type);
          row.add(0, images.here());
          IntStream.range(1, columns.size())
              .filter(i -> !csv.get(i).isEmpty())
              .forEach(i -> add(row, i, columns, csv));
          writer.write(row);
        }
      }
    }
  }

  private static void add(Group row, int column, List<String> columns, CsvReader csv) {
    if (isProblem(column, columns)) {
      row.add(column, SheetText.read(csv.get(column)));
    } else {
      row.add(column, (float) csv.number(column, "a probability belongs"));
    }
  }

  private static boolean isProblem(int column, List<String> columns) {
    return column == columns.size() - 1 && columns.get(column).equals(PROBLEM);
  }

  private static MessageType type(List<String> columns) {
    Types.MessageTypeBuilder type = Types.buildMessage();
    type.addField(
        Types.required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(columns.get(0)));
    for (int i = 1; i < columns.size(); i++) {
      type.addField(
          isProblem(i, columns)
              ? Types.optional(PrimitiveTypeName.BINARY)
                  .as(LogicalTypeAnnotation.stringType())
                  .named(columns.get(i))
              : Types.optional(PrimitiveTypeName.FLOAT).named(columns.get(i)));
    }
    return type.named("predictions");
  }
}
