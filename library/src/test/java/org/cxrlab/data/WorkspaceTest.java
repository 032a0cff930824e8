package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir Path folder;

  @Test
  void aNotebookInASubfolderFindsTheProject() throws IOException {
    Files.createFile(folder.resolve("cxrlab"));
    Path deep = Files.createDirectories(folder.resolve("notebooks").resolve("mine"));
    assertEquals(folder, Workspace.home(deep));
    assertEquals(folder, Workspace.home(folder));
  }

  @Test
  void outsideAProjectThingsAreKeptInTheFolderItself() {
    assertEquals(folder, Workspace.home(folder));
  }
}
