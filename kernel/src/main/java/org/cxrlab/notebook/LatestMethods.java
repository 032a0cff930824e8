package org.cxrlab.notebook;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lets a method of a cell be changed without a change to the code that calls it. The class that
 * others know has methods that only call those of its latest version; so objects whose class uses
 * the method live on, and do from then on what the method does now.
 */
public final class LatestMethods {
  private static final int API = Opcodes.ASM9;

  private static final Handle LINK =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          Type.getInternalName(LatestMethods.class),
          "link",
          MethodType.methodType(
                  CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class)
              .toMethodDescriptorString(),
          false);

  private static final Map<String, String> LATEST = new ConcurrentHashMap<>();
  private static final Map<String, List<Site>> SITES = new ConcurrentHashMap<>();

  private LatestMethods() {}

  /** A call of a method, from the class that others know. */
  private record Site(MethodHandles.Lookup lookup, String name, MutableCallSite call) {
    void link() throws ReflectiveOperationException {
      Class<?> known = lookup.lookupClass();
      Class<?> latest = Class.forName(LATEST.get(known.getName()), true, known.getClassLoader());
      MethodHandle method = lookup.findStatic(latest, name, call.type());
      call.setTarget(method);
    }
  }

  /** Called by the JVM when a method of a cell is called for the first time. */
  public static CallSite link(MethodHandles.Lookup lookup, String name, MethodType type)
      throws ReflectiveOperationException {
    var site = new Site(lookup, name, new MutableCallSite(type));
    List<Site> sites =
        SITES.computeIfAbsent(lookup.lookupClass().getName(), c -> new ArrayList<>());
    synchronized (sites) {
      site.link();
      sites.add(site);
    }
    return site.call;
  }

  /** The first version of a class of methods. */
  static void add(String className, String version) {
    LATEST.put(className, version);
  }

  /** Calls from now on go to this version, where the class is one of methods. */
  static void replace(String className, String version) {
    if (LATEST.replace(className, version) == null) {
      return;
    }
    List<Site> sites = SITES.getOrDefault(className, new ArrayList<>());
    synchronized (sites) {
      try {
        for (Site site : sites) {
          site.link();
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("A version of " + className + " lacks a method.", e);
      }
      MutableCallSite.syncAll(sites.stream().map(Site::call).toArray(MutableCallSite[]::new));
    }
  }

  /** The classes whose methods only call others: nobody wants to see them in a trace. */
  static Set<String> callers() {
    return LATEST.keySet();
  }

  /** The class with the same methods, each of which calls that of the latest version. */
  static byte[] callers(byte[] classFile) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(API, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  String signature,
                  String[] exceptions) {
                if ((access & Opcodes.ACC_STATIC) != 0 && (access & Opcodes.ACC_SYNTHETIC) == 0) {
                  writeCaller(
                      super.visitMethod(access, name, descriptor, signature, exceptions),
                      name,
                      descriptor);
                }
                return null;
              }
            },
            ClassReader.SKIP_DEBUG);
    return writer.toByteArray();
  }

  private static void writeCaller(MethodVisitor method, String name, String descriptor) {
    method.visitCode();
    int local = 0;
    for (Type parameter : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
      local += parameter.getSize();
    }
    method.visitInvokeDynamicInsn(name, descriptor, LINK);
    method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
