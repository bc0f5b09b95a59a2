import Foundation

/// Says on standard error what a long measurement is doing, so that standard output has the figures alone.
enum Progress {
  static func say(_ text: String) {
    // Whoever does not read it measures all the same.
    try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
  }
}
