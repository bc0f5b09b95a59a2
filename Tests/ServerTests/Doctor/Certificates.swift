import Foundation
import TestServices
import Testing

/// Certificates for `localhost`, which sign themselves.
enum Certificates {
  /// - Parameter days: for how many days it holds; below 0 it has ended.
  /// - Returns: the files with the certificate and its key.
  static func make(in folder: TemporaryFolder, days: Int) async throws -> (certificate: String, key: String) {
    try await openssl("req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout made.key -out made.csr", in: folder)
    try await openssl("x509 -req -in made.csr -signkey made.key -days \(days) -out made.pem", in: folder)
    return ("\(folder.path)/made.pem", "\(folder.path)/made.key")
  }

  private static func openssl(_ arguments: String, in folder: TemporaryFolder) async throws {
    let child = try await ChildProcess(
      arguments.split(separator: " ").map(String.init),
      program: "/usr/bin/openssl",
      in: URL(filePath: folder.path)
    )
    #expect(try await child.ended() == 0, "\(child.errors)")
  }
}
