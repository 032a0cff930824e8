package org.cxrlab.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Turns calls that would end the JVM into calls of {@link Exit}, in the compiled code of a cell.
 * Unlike a security manager this works on every Java from 17 on. Code of libraries stays as it is.
 */
final class ExitGuard {
  private static final int API = Opcodes.ASM9;
  private static final String EXIT = Type.getInternalName(Exit.class);
  private static final String OF_SYSTEM = "(I)V";
  private static final String OF_RUNTIME = "(Ljava/lang/Runtime;I)V";

  private ExitGuard() {}

  /** The same class, but that it can't end the JVM. */
  static byte[] guard(byte[] classFile) {
    if (!mayExit(classFile)) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Classes(writer), 0);
    return writer.toByteArray();
  }

  /** Names are plain text in a class file, so that most cells need no closer look. */
  private static boolean mayExit(byte[] classFile) {
    String text = new String(classFile, StandardCharsets.ISO_8859_1);
    return Stream.of("exit", "halt").anyMatch(text::contains)
        && Stream.of("java/lang/System", "java/lang/Runtime").anyMatch(text::contains);
  }

  /** The descriptor of the method in {@link Exit} that stands in for this one, or null. */
  private static String standIn(String owner, String name, String descriptor) {
    if (!descriptor.equals(OF_SYSTEM)) {
      return null;
    }
    return switch (owner + "." + name) {
      case "java/lang/System.exit" -> OF_SYSTEM;
      case "java/lang/Runtime.exit", "java/lang/Runtime.halt" -> OF_RUNTIME;
      default -> null;
    };
  }

  private static final class Classes extends ClassVisitor {
    Classes(ClassVisitor next) {
      super(API, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new Methods(super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  private static final class Methods extends MethodVisitor {
    Methods(MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      String standIn = standIn(owner, name, descriptor);
      if (standIn == null) {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
      } else {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, "exit", standIn, false);
      }
    }

    /** Method references such as {@code System::exit}. */
    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      super.visitInvokeDynamicInsn(
          name, descriptor, bootstrap, Arrays.stream(arguments).map(Methods::guarded).toArray());
    }

    private static Object guarded(Object argument) {
      if (!(argument instanceof Handle handle)) {
        return argument;
      }
      String standIn = standIn(handle.getOwner(), handle.getName(), handle.getDesc());
      return standIn == null
          ? handle
          : new Handle(Opcodes.H_INVOKESTATIC, EXIT, "exit", standIn, false);
    }
  }
}
