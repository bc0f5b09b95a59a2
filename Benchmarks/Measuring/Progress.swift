import Foundation

/// Says on standard error what a long measurement is doing, so that standard output has the figures alone.
enum Progress {
  static func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
