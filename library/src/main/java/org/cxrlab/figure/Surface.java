package org.cxrlab.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawImageCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetClipCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetPaintCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetTransformCommand;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/**
 * A vector surface on which letters are shapes, and lines that follow each other are one line.
 * XChart draws a curve in single pieces; each would begin its dots or dashes anew, and a thousand
 * pieces are slow to draw and long in a file.
 */
final class Surface extends VectorGraphics2D {
  private Path2D.Double line;

  /** What to draw if no more pieces follow: a line of one piece as what it is. */
  private Shape drawn;

  private Point2D end;

  /** Paints what was drawn here on another surface. */
  void replay(Graphics2D g) {
    AffineTransform base = g.getTransform();
    Shape clip = g.getClip();
    for (Command<?> command : getCommands()) {
      Object value = command.getValue();
      if (command instanceof DrawShapeCommand) {
        g.draw((Shape) value);
      } else if (command instanceof FillShapeCommand) {
        g.fill((Shape) value);
      } else if (command instanceof SetColorCommand || command instanceof SetPaintCommand) {
        g.setPaint((Paint) value);
      } else if (command instanceof SetStrokeCommand) {
        g.setStroke((Stroke) value);
      } else if (command instanceof SetTransformCommand) {
        g.setTransform(base);
        g.transform((AffineTransform) value);
      } else if (command instanceof SetClipCommand) {
        if (value == null) {
          AffineTransform now = g.getTransform();
          g.setTransform(base);
          g.setClip(clip);
          g.setTransform(now);
        } else {
          g.setClip((Shape) value);
        }
      } else if (command instanceof DrawImageCommand image) {
        g.drawImage(
            image.getValue(),
            AffineTransform.getTranslateInstance(image.getX(), image.getY()),
            null);
      }
    }
    g.setTransform(base);
    g.setClip(clip);
  }

  @Override
  public void draw(Shape shape) {
    if (!(shape instanceof Line2D piece)) {
      finishLine();
      super.draw(shape);
      return;
    }
    if (line == null || !piece.getP1().equals(end)) {
      finishLine();
      line = new Path2D.Double();
      line.moveTo(piece.getX1(), piece.getY1());
      drawn = (Shape) piece.clone();
    } else {
      drawn = line;
    }
    line.lineTo(piece.getX2(), piece.getY2());
    end = piece.getP2();
  }

  @Override
  public void fill(Shape shape) {
    finishLine();
    super.fill(shape);
  }

  @Override
  public void setColor(Color colour) {
    if (!colour.equals(getColor())) {
      finishLine();
      super.setColor(colour);
    }
  }

  @Override
  public void setStroke(Stroke stroke) {
    if (!stroke.equals(getStroke())) {
      finishLine();
      super.setStroke(stroke);
    }
  }

  @Override
  public void setClip(Shape clip) {
    finishLine();
    super.setClip(clip);
  }

  @Override
  public void setTransform(AffineTransform transform) {
    finishLine();
    super.setTransform(transform);
  }

  /** One command for every change of the axes. */
  @Override
  public void transform(AffineTransform transform) {
    AffineTransform all = getTransform();
    all.concatenate(transform);
    setTransform(all);
  }

  @Override
  public void translate(double x, double y) {
    transform(AffineTransform.getTranslateInstance(x, y));
  }

  @Override
  public void rotate(double angle) {
    transform(AffineTransform.getRotateInstance(angle));
  }

  @Override
  public void drawString(String text, float x, float y) {
    fill(getFont().createGlyphVector(getFontRenderContext(), text).getOutline(x, y));
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public Graphics create() {
    finishLine();
    return super.create();
  }

  @Override
  public void dispose() {
    finishLine();
    super.dispose();
  }

  @Override
  public CommandSequence getCommands() {
    finishLine();
    return super.getCommands();
  }

  private void finishLine() {
    if (line != null) {
      line = null;
      super.draw(drawn);
    }
  }
}
