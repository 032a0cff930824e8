package org.cxrlab.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cxrlab.data.CodeVersion;
import org.cxrlab.figure.Text;
import org.cxrlab.train.StepPart;

/**
 * Our side of {@code ./cxrlab bench}: prepares one part, says that it is ready, and then does the
 * work once for each line "run" that it reads, answering with the seconds and the result as JSON.
 * bench/bench.py talks to it.
 */
public final class Worker {
  private Worker() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // what else prints must not stand among the answers
    Settings settings = Settings.of(arguments);
    try (Part part = part(settings);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      answers.println("{\"ready\": true, \"about\": \"" + about() + "\"}");
      for (String line = in.readLine(); "run".equals(line); line = in.readLine()) {
        long start = System.nanoTime();
        double[] result = part.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        answers.printf(
            Locale.ROOT,
            "{\"seconds\": %.6f, \"result\": [%s]}%n",
            seconds,
            Arrays.stream(result).mapToObj(Double::toString).collect(Collectors.joining(", ")));
      }
    }
  }

  private static String about() {
    return Text.format("cxrlab %s on Java %s", CodeVersion.ofLibrary(), Runtime.version());
  }

  private static Part part(Settings settings) {
    return switch (settings.text("part")) {
      case "step" -> new StepPart(settings);
      case "predict" -> new PredictPart(settings);
      case "loader" -> new LoaderPart(settings);
      case "epoch" -> new EpochPart(settings);
      case "head" -> new HeadPart(settings);
      case "head-cache" -> new HeadCachePart(settings);
      case "cam" -> new CamPart(settings);
      case "eda" -> new EdaPart(settings);
      case "metrics" -> new MetricsPart(settings);
      case "product" -> new ProductPart(settings);
      case "decode" -> PlainPart.decode(settings);
      case "lines" -> PlainPart.lines(settings);
      case "sort" -> PlainPart.sort(settings);
      default -> throw new IllegalArgumentException("There is no part " + settings.text("part"));
    };
  }
}
