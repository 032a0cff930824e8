package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JavadocTextTest {
  @Test
  void tagsBecomeSoundHtml() {
    assertEquals(
        "<p>Trains <code>model</code> until <code>Stop.asked(int)</code> or 1 &lt; 2. </p><p>More: </p>"
            + "<ul><li>one </li><li>two </li></ul>"
            + "<p><b>Parameters</b></p><ul><li><code>count</code>: how many, <b>at</b> least 1</li></ul>"
            + "<p><b>Returns</b></p><ul><li>the run</li></ul>"
            + "<p><b>Throws</b></p><ul><li><code>IllegalStateException</code>: if not</li></ul>",
        JavadocText.html(
                """
                Trains {@code model} until {@link Stop#asked(int)} or {@literal 1 < 2}.
                <p>More:
                <ul>
                <li>one
                <li>two
                </ul>
                @param count how many, <b>at least 1
                @return the run
                @throws IllegalStateException if not
                """
                    .replace("<b>at", "<b>at</b>"))
            .replace("\n", " ")
            .replace("> <", "><"));
  }

  @Test
  void plainTextKeepsParagraphsAndLists() {
    assertEquals(
        "First & best.\n\nSecond:\n  • one\n  • two",
        JavadocText.plain(
            JavadocText.html("First &amp; best.\n<p>Second:\n<ul><li>one\n<li>two</ul>")));
  }

  @Test
  void elementsThatAreLeftOpenOrUnknownAreClosedOrDropped() {
    assertEquals("<p>a <b>b</b></p>", JavadocText.html("a <b>b"));
    assertEquals(
        "<p>run()</p>", JavadocText.html("<script src='x'>run()</script>").replace("<p></p>", ""));
    assertEquals("<p>a link</p>", JavadocText.html("a <a href='http://x'>link</a>"));
  }

  @Test
  void brokenTagsAreShownAsTheyAre() {
    assertEquals("<p>{@code open</p>", JavadocText.html("{@code open"));
  }
}
