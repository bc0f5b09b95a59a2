import Foundation

/// How the program ends, always: what was printed is written out, and the exit code is the one that was meant.
///
/// Not by `exit`: its handlers take down OpenSSL, while the thread of a connection that is being closed may still use it. Then
/// the program dies of a signal after all its work, and what it had to say, such as a password that is told once, is lost.
enum ProcessEnd {
  static func end(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }
}
