import Synchronization
import SystemPackage

/// Where lines of the log go. A line is handed over whole before the next one, so that none are mixed, and before the call ends, so that
/// none is lost when the process is killed.
final class LogOutput: Sendable {
  static let standardError = LogOutput(descriptor: FileDescriptor.standardError.rawValue)

  private let descriptor: Mutex<FileDescriptor>

  /// - Parameter descriptor: of a file that stays open.
  init(descriptor: Int32) { self.descriptor = Mutex(FileDescriptor(rawValue: descriptor)) }

  /// - Parameter line: with its end.
  func write(_ line: String) {
    descriptor.withLock { descriptor in
      // Nobody reads it any more: there is nowhere to say so, and the service goes on.
      _ = try? descriptor.writeAll(line.utf8)
    }
  }
}
