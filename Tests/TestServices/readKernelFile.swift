import Foundation

/// A file below `/proc`, whole; nothing of it when it is gone, as with a process that ended.
///
/// The kernel says that such a file is empty and gives it in pieces. Foundation's ways to read a file at once take the first piece, a
/// page of some 4,000 bytes, for all of it; a file handle reads on until the end.
package func readKernelFile(_ path: String) -> String {
  guard let file = FileHandle(forReadingAtPath: path) else { return "" }
  // A process that ends while it is read about reads as an error.
  return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
}
