package org.cxrlab.notebook;

import com.sun.source.doctree.AttributeTree;
import com.sun.source.doctree.DeprecatedTree;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.ErroneousTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.SeeTree;
import com.sun.source.doctree.SinceTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SimpleDocTreeVisitor;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.cxrlab.figure.Html;

/** Turns a Javadoc comment into HTML that is sound whatever the comment is, and into plain text. */
final class JavadocText {
  private JavadocText() {}

  /**
   * HTML without attributes, links and scripts, each element closed.
   *
   * @param comment what stands between the comment's marks, without the asterisks
   */
  static String html(String comment) {
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, wrong -> {}, List.of("-proc:none"), null, null);
    DocCommentTree tree = DocTrees.instance(task).getDocCommentTree(new Page(comment));
    if (tree == null) {
      return "<p>" + Html.escape(comment.strip()) + "</p>";
    }
    var writer = new Writer();
    writer.all(tree.getFullBody());
    writer.closeAll();
    writer.blockTags(tree.getBlockTags());
    return writer.html.toString().strip();
  }

  /** The same words for a terminal; takes what {@link #html} gives. */
  static String plain(String html) {
    String text =
        html.replaceAll("<pre>\n?", "\n\n")
            .replaceAll("</pre>", "\n\n")
            .replaceAll("<li>", "\n  • ")
            .replaceAll("<dd>", "\n    ")
            .replaceAll("<(br|dt|tr)>", "\n")
            .replaceAll(
                "<(p|h\\d|ul|ol|dl|table|blockquote)>|</(ul|ol|dl|table|blockquote)>", "\n\n")
            .replaceAll("<td>|<th>", "  ")
            .replaceAll("<[^>]*>", "");
    return unescaped(text)
        .replaceAll("[ \t]+\n", "\n")
        .replaceAll("\n{2,}(?=  • )", "\n")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u00A0")
        .replace("&amp;", "&");
  }

  /** A comment as a page, which is what the compiler's parser of comments takes alone. */
  private static final class Page extends SimpleJavaFileObject {
    private final String comment;

    Page(String comment) {
      super(URI.create("page:///comment.html"), Kind.HTML);
      this.comment = comment;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return "<body>" + comment + "</body>";
    }
  }

  private static final class Writer extends SimpleDocTreeVisitor<Void, Void> {
    private static final Set<String> KNOWN =
        Set.of(
            "p",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "pre",
            "code",
            "em",
            "i",
            "b",
            "strong",
            "sub",
            "sup",
            "table",
            "thead",
            "tbody",
            "tr",
            "td",
            "th",
            "blockquote",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "br");
    private static final Set<String> ITEMS = Set.of("li", "dt", "dd", "td", "th", "tr");
    private static final Set<String> LISTS = Set.of("ul", "ol", "dl", "table", "blockquote");
    private static final Set<String> INLINE =
        Set.of("code", "em", "i", "b", "strong", "sub", "sup");

    private final StringBuilder html = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    void all(List<? extends DocTree> trees) {
      trees.forEach(t -> t.accept(this, null));
    }

    void blockTags(List<? extends DocTree> tags) {
      section(
          "Parameters",
          tags,
          ParamTree.class,
          t -> {
            code((t.isTypeParameter() ? "<" + t.getName() + ">" : t.getName().toString()));
            html.append(": ");
            all(t.getDescription());
          });
      section("Returns", tags, ReturnTree.class, t -> all(t.getDescription()));
      section(
          "Throws",
          tags,
          ThrowsTree.class,
          t -> {
            code(t.getExceptionName().getSignature());
            html.append(": ");
            all(t.getDescription());
          });
      section("Deprecated", tags, DeprecatedTree.class, t -> all(t.getBody()));
      section("See", tags, SeeTree.class, t -> all(t.getReference()));
      section("Since", tags, SinceTree.class, t -> all(t.getBody()));
    }

    private <T extends DocTree> void section(
        String title, List<? extends DocTree> tags, Class<T> type, Consumer<T> one) {
      List<T> these = tags.stream().filter(type::isInstance).map(type::cast).toList();
      if (these.isEmpty()) {
        return;
      }
      start("p");
      html.append("<b>").append(title).append("</b>");
      start("ul");
      for (T tag : these) {
        start("li");
        one.accept(tag);
      }
      closeAll();
    }

    private void code(String text) {
      html.append("<code>").append(Html.escape(text)).append("</code>");
    }

    private void text(String text) {
      if (open.isEmpty() && !text.isBlank()) {
        start("p");
      }
      html.append(Html.escape(text));
    }

    private void start(String tag) {
      if (!INLINE.contains(tag) && open.contains("p") && !tag.equals("br")) {
        end("p");
      }
      if (ITEMS.contains(tag)) {
        closeItem(tag);
      } else if (INLINE.contains(tag) && open.isEmpty()) {
        start("p");
      }
      html.append('<').append(tag).append('>');
      if (!tag.equals("br")) {
        open.push(tag);
      }
    }

    /** The item before this one in the same list ends where this one begins. */
    private void closeItem(String tag) {
      for (String outer : open) {
        if (LISTS.contains(outer)) {
          return;
        }
        if (outer.equals(tag)
            || Set.of("dt", "dd").contains(tag) && Set.of("dt", "dd").contains(outer)
            || Set.of("td", "th").contains(tag) && Set.of("td", "th").contains(outer)) {
          end(outer);
          return;
        }
      }
    }

    private void end(String tag) {
      if (open.contains(tag)) {
        String closed;
        do {
          closed = open.pop();
          html.append("</").append(closed).append('>');
        } while (!closed.equals(tag));
      }
    }

    void closeAll() {
      while (!open.isEmpty()) {
        end(open.peek());
      }
    }

    @Override
    public Void visitText(TextTree tree, Void nothing) {
      text(tree.getBody());
      return null;
    }

    @Override
    public Void visitEntity(EntityTree tree, Void nothing) {
      text("");
      html.append('&').append(tree.getName()).append(';');
      return null;
    }

    @Override
    public Void visitLiteral(LiteralTree tree, Void nothing) {
      if (tree.getKind() == DocTree.Kind.CODE) {
        if (open.isEmpty()) {
          start("p");
        }
        code(tree.getBody().getBody());
      } else {
        text(tree.getBody().getBody());
      }
      return null;
    }

    @Override
    public Void visitLink(LinkTree tree, Void nothing) {
      if (open.isEmpty()) {
        start("p");
      }
      if (tree.getLabel().isEmpty()) {
        code(tree.getReference().getSignature().replaceFirst("^#", "").replace('#', '.'));
      } else {
        all(tree.getLabel());
      }
      return null;
    }

    @Override
    public Void visitReference(ReferenceTree tree, Void nothing) {
      code(tree.getSignature().replaceFirst("^#", "").replace('#', '.'));
      return null;
    }

    @Override
    public Void visitReturn(ReturnTree tree, Void nothing) {
      text("Returns ");
      all(tree.getDescription());
      text(".");
      return null;
    }

    @Override
    public Void visitStartElement(StartElementTree tree, Void nothing) {
      String tag = tree.getName().toString().toLowerCase(Locale.ROOT);
      if (KNOWN.contains(tag)) {
        start(tag);
      }
      return null;
    }

    @Override
    public Void visitEndElement(EndElementTree tree, Void nothing) {
      end(tree.getName().toString().toLowerCase(Locale.ROOT));
      return null;
    }

    @Override
    public Void visitAttribute(AttributeTree tree, Void nothing) {
      return null;
    }

    @Override
    public Void visitErroneous(ErroneousTree tree, Void nothing) {
      text(tree.getBody().replaceFirst("</body>$", "")); // the page's, see Page
      return null;
    }

    @Override
    protected Void defaultAction(DocTree tree, Void nothing) {
      text(tree.toString());
      return null;
    }
  }
}
