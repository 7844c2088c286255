/// One class in DJL's own package, because the calls it needs are package-private there.
@NullMarked
package ai.djl.pytorch.jni;

import org.jspecify.annotations.NullMarked;
