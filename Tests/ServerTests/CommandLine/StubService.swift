import Foundation
import LocalServices
import TestServices

/// Something that answers at an address, and is no service of ours: it says what the test has it say, and keeps what it was
/// asked.
final class StubService: Sendable {
  let url: String
  private let listener: Int32
  private let asked = Signal<[String]>([])

  /// Every request that came in, as it was sent.
  var requests: [String] { asked.value }

  struct CannotListen: Error {}

  /// Says the same to everybody.
  convenience init(status: String, headers: [String] = [], body: String) throws {
    let answer = Self.text(status, headers, body: body)
    try self.init { _ in answer }
  }

  /// The whole of an answer.
  static func text(_ status: String, _ headers: [String] = [], body: String) -> String {
    let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
    return "\(head.joined(separator: "\r\n"))\r\n\r\n\(body)"
  }

  /// - Parameters:
  ///   - hangs: it waits for the other end to close the connection, whatever was said.
  ///   - answers: all that it says to a request, by the number of that, from 1.
  init(hangs: Bool = false, _ answers: @escaping @Sendable (Int) -> String) throws {
    let port = LocalServices.freePort()
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    url = "http://127.0.0.1:\(port)"
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard isBound == 0, listen(listener, 8) == 0 else { throw CannotListen() }
    Thread.detachNewThread { [listener, asked] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else {
          close(listener)
          return
        }
        Self.answer(connection, hangs, answers, asked)
      }
    }
  }

  /// Ends its thread, which closes the listener: another stub may have its number from then on.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// Whether all of a request is there whose head came at once; what is no HTTP never has more.
  private static func isWhole(_ bytes: [UInt8]) -> Bool {
    guard let head = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return true }
    let text = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).lowercased()
    let length = text.firstMatch(of: /content-length: *(\d+)/).flatMap { Int($0.output.1) } ?? 0
    return bytes.count >= head.upperBound + length
  }

  private static func answer(
    _ connection: Int32,
    _ hangs: Bool,
    _ answers: (Int) -> String,
    _ asked: Signal<[String]>
  ) {
    defer { close(connection) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var bytes: [UInt8] = []
    repeat {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      bytes += buffer[..<count]
    } while !isWhole(bytes)
    let request = String(decoding: bytes, as: UTF8.self)
    asked.update { $0.append(request) }
    let answer = Array(answers(asked.value.count).utf8)
    var sent = 0
    while sent < answer.count {
      let more = answer[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard more > 0 else { return }
      sent += more
    }
    while hangs, read(connection, &buffer, buffer.count) > 0 {}
  }
}
