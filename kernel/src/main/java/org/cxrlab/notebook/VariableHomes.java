package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gives each variable of the cells a class of its own, its home, in which its value lies.
 *
 * <p>JShell puts a variable into the class of the code that declares it, and makes a new class,
 * with an empty variable, whenever that code has to be compiled anew. Here the compiled code is
 * changed before it is loaded, so that it finds the variable in its home. The home stays the same
 * as long as name and type do, whatever becomes of the code; code of before, such as a lambda, sees
 * the same value as code of now; and no old class holds on to an old value.
 */
final class VariableHomes {
  private static final int API = Opcodes.ASM9;

  /**
   * The class of a snippet, in the form that class files use; a class inside of one has a dollar.
   */
  private static final Pattern SNIPPET = Pattern.compile("REPL/\\$JShell\\$\\w+");

  private static final String FIELD = "value";

  /** What stands behind the name of a snippet's class in the name of its later version. */
  private static final String VERSION = "$v";

  /** The methods that nobody calls but the class itself and the kernel. */
  private static final Pattern OWN =
      Pattern.compile("<init>|do_it\\$(Aux)?|lambda\\$.*|\\$deserializeLambda\\$");

  private final Map<Variable, String> homes = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private int versions;

  /**
   * A variable as class files know it.
   *
   * @param name its name
   * @param descriptor its type without type arguments, such as {@code I} or {@code
   *     [Ljava/lang/String;}
   */
  record Variable(String name, String descriptor) {}

  /** The classes as they are to be loaded, each new home before the code that needs it. */
  ClassBytecodes[] settle(ClassBytecodes[] classes) {
    var loaded = new ArrayList<ClassBytecodes>();
    for (ClassBytecodes c : classes) {
      if (isSnippet(c.name())) {
        Shape shape = Shape.of(c.bytecodes());
        shapes.put(c.name(), shape);
        for (Variable variable : shape.variables.keySet()) {
          if (!homes.containsKey(variable)) {
            loaded.add(makeHome(variable));
          }
        }
      }
    }
    for (ClassBytecodes c : classes) {
      if (isSnippet(c.name()) && shapes.get(c.name()).isOfMethods()) {
        ClassBytecodes first = version(c);
        LatestMethods.add(c.name(), first.name());
        loaded.add(first);
        loaded.add(new ClassBytecodes(c.name(), LatestMethods.callers(c.bytecodes())));
      } else {
        loaded.add(new ClassBytecodes(c.name(), moved(c.bytecodes(), null, null)));
      }
    }
    return loaded.toArray(ClassBytecodes[]::new);
  }

  /**
   * Another version of a loaded class, under a name of its own, that does what the class is to do
   * from now on; or null where only a new class in all places will do: where the type of a variable
   * or of a method, or a class that others use, is another.
   */
  ClassBytecodes version(ClassBytecodes[] classes) {
    if (classes.length != 1 || !isSnippet(classes[0].name())) {
      return null;
    }
    Shape before = shapes.get(classes[0].name());
    return before.allows(Shape.of(classes[0].bytecodes())) ? version(classes[0]) : null;
  }

  private ClassBytecodes version(ClassBytecodes c) {
    String name = c.name() + VERSION + ++versions;
    return new ClassBytecodes(name, moved(c.bytecodes(), internal(c.name()), internal(name)));
  }

  /** The variables that the class of a snippet declares; there is one at most. */
  Set<Variable> declaredIn(String className) {
    return shapes.getOrDefault(className, new Shape()).variables.keySet();
  }

  /** The name of the class in whose static field {@code value} the variable lies, or null. */
  String homeOf(Variable variable) {
    return homes.get(variable);
  }

  /** The name of the field in each home. */
  static String field() {
    return FIELD;
  }

  private static boolean isSnippet(String className) {
    return SNIPPET.matcher(internal(className)).matches();
  }

  private static String internal(String className) {
    return className.replace('.', '/');
  }

  private ClassBytecodes makeHome(Variable variable) {
    String name = "REPL.$Home$" + (homes.size() + 1);
    homes.put(variable, name);
    var writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        internal(name),
        null,
        "java/lang/Object",
        null);
    writer
        .visitField(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, FIELD, variable.descriptor(), null, null)
        .visitEnd();
    writer.visitEnd();
    return new ClassBytecodes(name, writer.toByteArray());
  }

  /** With variables in their homes and, where names are given, the class itself renamed. */
  private byte[] moved(byte[] classFile, String from, String to) {
    var reader = new ClassReader(classFile);
    var writer = new ClassWriter(reader, 0);
    reader.accept(new Mover(writer, from, to), 0);
    return writer.toByteArray();
  }

  /** What others can use of the class of a snippet. */
  private static final class Shape extends ClassVisitor {
    /** Each with its type arguments, which matter to the code that uses it. */
    final Map<Variable, String> variables = new HashMap<>();

    /** Name and type of each, and its type with type arguments. */
    final Set<String> methods = new HashSet<>();

    private boolean isPlain = true;

    private Shape() {
      super(API);
    }

    static Shape of(byte[] classFile) {
      var shape = new Shape();
      int skipped = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
      new ClassReader(classFile).accept(shape, skipped);
      return shape;
    }

    /** A class that only holds methods of cells. */
    boolean isOfMethods() {
      return isPlain && variables.isEmpty() && !methods.isEmpty();
    }

    /** Whether a class of another shape can do in its place, unseen by those who use it. */
    boolean allows(Shape other) {
      return isPlain
          && other.isPlain
          && variables.equals(other.variables)
          && methods.equals(other.methods);
    }

    /** Classes inside may use what is private in this one, and it what is private in them. */
    @Override
    public void visitNestMember(String member) {
      isPlain = false;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      int others = Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC; // such as $assertionsDisabled
      if ((access & Opcodes.ACC_STATIC) != 0 && (access & others) == 0) {
        variables.put(new Variable(name, descriptor), signature == null ? "" : signature);
      } else {
        isPlain = false;
      }
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (!OWN.matcher(name).matches()) {
        methods.add(name + descriptor + (signature == null ? "" : signature));
        isPlain &= (access & Opcodes.ACC_STATIC) != 0;
      }
      return null;
    }
  }

  private final class Mover extends ClassVisitor {
    private final String from;
    private final String to;

    Mover(ClassVisitor next, String from, String to) {
      super(API, next);
      this.from = from;
      this.to = to;
    }

    private String renamed(String className) {
      return className.equals(from) ? to : className;
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] types) {
      super.visit(version, access, renamed(name), signature, parent, types);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new Moves(super.visitMethod(access, name, descriptor, signature, exceptions));
    }

    private final class Moves extends MethodVisitor {
      Moves(MethodVisitor next) {
        super(API, next);
      }

      @Override
      public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        String home =
            SNIPPET.matcher(owner).matches() ? homes.get(new Variable(name, descriptor)) : null;
        if (home == null) {
          super.visitFieldInsn(opcode, Mover.this.renamed(owner), name, descriptor);
        } else {
          super.visitFieldInsn(opcode, internal(home), FIELD, descriptor);
        }
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        super.visitMethodInsn(opcode, Mover.this.renamed(owner), name, descriptor, ofInterface);
      }

      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        Object[] ours =
            Arrays.stream(arguments)
                .map(a -> a instanceof Handle handle ? ours(handle) : a)
                .toArray();
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, ours);
      }

      private Handle ours(Handle handle) {
        return new Handle(
            handle.getTag(),
            Mover.this.renamed(handle.getOwner()),
            handle.getName(),
            handle.getDesc(),
            handle.isInterface());
      }
    }
  }
}
