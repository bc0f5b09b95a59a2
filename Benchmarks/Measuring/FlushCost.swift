import Foundation

/// What the disk asks for making a write durable, beside which every figure must be read: on shared machines it changes by
/// a factor of ten within minutes.
enum FlushCost {
  private static let block = [UInt8](repeating: 0x5a, count: 8_192)
  private static let samples = 50

  /// Writes one page over and over in a file of `folder`, each time with `fdatasync`, as PostgreSQL does for its log.
  /// - Returns: the median of one write with its flush, in microseconds.
  static func measure(in folder: URL) throws -> Double {
    let path = folder.appending(path: "flush").path
    let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer {
      close(file)
      unlink(path)
    }
    return try (0...samples).map { _ in try flush(file) }.dropFirst().map(\.self).median
  }

  private static func flush(_ file: Int32) throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    guard pwrite(file, block, block.count, 0) == block.count, fdatasync(file) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
    return start.duration(to: clock.now) / .microseconds(1)
  }
}
