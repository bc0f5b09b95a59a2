package import Foundation

/// A pipe to a child process, of which no other child gets an end. An end of a common pipe goes to every child that another
/// thread starts at that moment; then it is not closed when this child ends, and whoever reads waits for the other one.
package struct ChildPipe: Sendable {
  package let reading: FileHandle
  package let writing: FileHandle

  /// - Throws: `POSIXError` when the process may open no more files.
  package init() throws {
    // By a name, for a moment: the library has no call that makes a pipe without a name whose ends close at `exec`.
    let path = FileManager.default.temporaryDirectory.appending(path: "casusregie-pipe-\(UUID())").path
    guard mkfifo(path, 0o600) == 0 else { throw Self.failure }
    defer { unlink(path) }
    // Without a writer, only this opens at once.
    let reading = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard reading >= 0 else { throw Self.failure }
    self.reading = FileHandle(fileDescriptor: reading, closeOnDealloc: true)
    let writing = open(path, O_WRONLY | O_CLOEXEC)
    guard writing >= 0, fcntl(reading, F_SETFL, 0) == 0 else { throw Self.failure }
    self.writing = FileHandle(fileDescriptor: writing, closeOnDealloc: true)
  }

  private static var failure: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
}
