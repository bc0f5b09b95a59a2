@preconcurrency import Foundation

/// How the program ends, always: what was printed is written out, and the exit code is the one that was meant. Output that
/// could not be written is a failure, of whatever command: somebody keeps a file that lacks something.
///
/// Not by `exit`: its handlers take down OpenSSL, while the thread of a connection that is being closed may still use it. Then
/// the program dies of a signal after all its work, and what it had to say, such as a password that is told once, is lost.
enum ProcessEnd {
  /// To be called before anything is printed. A reader that stops reading (`| head`) would end the program by a signal, halfway
  /// through what it does.
  static func outliveReaders() { signal(SIGPIPE, SIG_IGN) }

  static func end(_ code: Int32) -> Never {
    fflush(nil)
    guard !isWritten, !isReaderGone else { _exit(code) }
    Terminal.writeError("casusregie: \(DutchFace.isTyped ? "De uitvoer" : "the output") \(fault)")
    _exit(code == 0 ? 1 : code)
  }

  private static var fault: String {
    DutchFace.isTyped ? "kan niet worden geschreven, en is niet volledig." : "cannot be written, and is not complete"
  }

  /// Whether all that was printed arrived where it had to go, from the first line on.
  private static var isWritten: Bool { fflush(stdout) == 0 && ferror(stdout) == 0 }

  /// Whoever closed the pipe has had what they wanted.
  private static var isReaderGone: Bool {
    var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR) != 0
  }
}
