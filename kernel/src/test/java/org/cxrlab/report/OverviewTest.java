package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that lists the reports of a folder, where several are made there or one was killed. */
class OverviewTest {
  private static final String SCRIPT =
      """
      import sys
      sys.path.insert(0, "kernel")
      from cxrlab_report import overview
      folder, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
      for i in range(times):
          overview.write(folder, [{"name": name, "file": f"{name}-{i}.html", "title": name, "goal": "",
              "picture": None, "cells": 1, "date": "", "data": "", "seconds": 1, "failure": None, "whole": True}])
      """;

  @TempDir private Path folder;

  @BeforeEach
  void assumePython() {
    Launcher.assumeKernel();
  }

  @Test
  void reportsMadeAtOnceAreAllListed() throws IOException {
    List<String> names = List.of("one", "two", "three");
    int times = 10;
    for (String name : names) {
      for (int i = 0; i < times; i++) {
        Files.createFile(folder.resolve(name + "-" + i + ".html"));
      }
    }
    names.stream()
        .map(name -> CompletableFuture.runAsync(() -> write(name, times)))
        .toList()
        .forEach(CompletableFuture::join);
    String index = Files.readString(folder.resolve("index.html"));
    for (String name : names) {
      IntStream.range(0, times)
          .forEach(i -> assertTrue(index.contains(name + "-" + i + ".html"), name + i));
    }
  }

  @Test
  void aRecordThatWasCutShortIsBegunAnewAndWhatAKilledReportLeftIsClearedAway() throws IOException {
    Path record = folder.resolve(".cxrlab-report.json");
    Files.writeString(record, "[{\"na");
    Path left = Files.createFile(folder.resolve(".index.html-99999999.part"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path young = Files.createFile(folder.resolve(".index.html-99999998.part"));
    Files.createFile(folder.resolve("one-0.html"));
    write("one", 1);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          Set.of(young, record, folder.resolve("index.html"), folder.resolve("one-0.html")),
          files.collect(Collectors.toSet()));
    }
  }

  private void write(String name, int times) {
    Launcher.python("-c", SCRIPT, folder, name, times);
  }
}
