import Foundation

/// A value that only one thread at a time can reach.
///
/// `Synchronization.Mutex` would do the same, but on Linux it hands a contended lock over inside the kernel, which costs
/// microseconds, and where ThreadSanitizer does not see it and so reports races that are none. This is a `pthread` mutex.
package final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  package init(_ value: sending Value) { self.value = value }

  package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body(&value)
  }
}
