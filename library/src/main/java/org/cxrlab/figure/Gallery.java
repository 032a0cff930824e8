package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pictures in rows, each with its caption below it. A narrow page shows fewer beside each other.
 *
 * @param pictures in reading order, at least one
 * @param captions one for each picture; empty for none
 * @param columns at most so many beside each other
 */
public record Gallery(List<Picture> pictures, List<String> captions, int columns)
    implements Figure {
  private static final int GAP = 14;

  /** Narrower than this, a film shows nothing; the page then has fewer columns. */
  private static final int NARROWEST = 150;

  /** Pixels across the picture of the whole, at most. */
  private static final int WIDEST = 2000;

  private static final float TEXT = 13;
  private static final int LINE_HEIGHT = 18;

  /** Checks that each picture has a caption; copies the lists. */
  public Gallery {
    pictures = List.copyOf(pictures);
    captions = List.copyOf(captions);
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("There is no picture to show; give at least one.");
    }
    if (pictures.size() != captions.size()) {
      throw new IllegalArgumentException(
          captions.size()
              + " captions for "
              + pictures.size()
              + " pictures; give one for each, which may be empty.");
    }
    if (columns < 1) {
      throw new IllegalArgumentException(
          "Pictures can't stand in " + columns + " columns; give 1 or more.");
    }
  }

  /** The whole as one picture, for a file. */
  public Picture picture() {
    int across = Math.min(columns, pictures.size());
    int cell = Math.min(widest(), WIDEST / across);
    List<List<String>> lines = captions.stream().map(c -> lines(c, cell)).toList();
    int rows = (pictures.size() + across - 1) / across;
    int[] tops = new int[rows + 1];
    int[] pictureHeights = new int[rows];
    for (int r = 0; r < rows; r++) {
      int text = 0;
      for (int i = r * across; i < Math.min(pictures.size(), (r + 1) * across); i++) {
        pictureHeights[r] = Math.max(pictureHeights[r], height(pictures.get(i), cell));
        text = Math.max(text, lines.get(i).size() * LINE_HEIGHT);
      }
      tops[r + 1] = tops[r] + pictureHeights[r] + text + GAP;
    }
    var whole =
        new BufferedImage(
            across * (cell + GAP) - GAP, tops[rows] - GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = whole.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, whole.getWidth(), whole.getHeight());
      g.setColor(Colours.INK);
      g.setFont(Fonts.regular(TEXT));
      for (int i = 0; i < pictures.size(); i++) {
        int x = (i % across) * (cell + GAP);
        int y = tops[i / across];
        g.drawImage(fitted(pictures.get(i), cell), x, y, null);
        for (int line = 0; line < lines.get(i).size(); line++) {
          int baseline = y + pictureHeights[i / across] + (line + 1) * LINE_HEIGHT - 3;
          g.drawString(lines.get(i).get(line), x, baseline);
        }
      }
    } finally {
      g.dispose();
    }
    return new Picture(whole, text());
  }

  /** Writes the whole as a PNG file and returns its path. */
  public Path save(Path file) {
    return picture().save(file);
  }

  @Override
  public String html() {
    var html = new StringBuilder("<div class=\"cxr-gallery\" style=\"display:grid;gap:" + GAP);
    // Never more than the columns asked for, and fewer where they would be too narrow.
    html.append("px;grid-template-columns:repeat(auto-fill,minmax(min(100%,max(" + NARROWEST);
    html.append("px,(100% - " + (columns - 1) * GAP + "px)/" + columns + ")),1fr));max-width:");
    html.append(columns * (widest() + GAP) - GAP + "px;margin:.6em 0\">");
    for (int i = 0; i < pictures.size(); i++) {
      html.append("<figure style=\"margin:0;break-inside:avoid\">" + pictures.get(i).html());
      html.append("<figcaption style=\"font-size:.85em;line-height:1.35;margin-top:.25em\">");
      html.append(Html.escape(captions.get(i)) + "</figcaption></figure>");
    }
    return html.append("</div>").toString();
  }

  @Override
  public String text() {
    return pictures.stream().map(Picture::text).collect(Collectors.joining("\n"));
  }

  private int widest() {
    return pictures.stream().mapToInt(p -> p.image().getWidth()).max().orElseThrow();
  }

  private static int height(Picture picture, int cell) {
    BufferedImage image = picture.image();
    return image.getWidth() <= cell
        ? image.getHeight()
        : Math.max(1, (int) Math.round(image.getHeight() * (double) cell / image.getWidth()));
  }

  private static Image fitted(Picture picture, int cell) {
    BufferedImage image = picture.image();
    return image.getWidth() <= cell
        ? image
        : image.getScaledInstance(cell, height(picture, cell), Image.SCALE_AREA_AVERAGING);
  }

  private static List<String> lines(String caption, int width) {
    if (caption.isEmpty()) {
      return List.of();
    }
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      FontMetrics metrics = g.getFontMetrics(Fonts.regular(TEXT));
      return LineBreaks.wrap(caption, metrics, width);
    } finally {
      g.dispose();
    }
  }
}
