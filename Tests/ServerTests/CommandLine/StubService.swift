import Foundation
import LocalServices
import TestServices

/// Something that answers at an address, and is no service of ours: it says the same to everybody, and keeps what it was asked.
final class StubService: Sendable {
  let url: String
  private let listener: Int32
  private let asked = Signal<[String]>([])

  /// Every request that came in, as it was sent.
  var requests: [String] { asked.value }

  struct CannotListen: Error {}

  init(status: String, headers: [String] = [], body: String) throws {
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
    let head = (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers)
      .joined(separator: "\r\n")
    let answer = Array("\(head)\r\n\r\n\(body)".utf8)
    Thread.detachNewThread { [listener, asked] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Self.answer(connection, with: answer, asked)
      }
    }
  }

  /// Ends its thread.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  deinit { close(listener) }

  private static func answer(_ connection: Int32, with answer: [UInt8], _ asked: Signal<[String]>) {
    defer { close(connection) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(connection, &buffer, buffer.count)
    guard count > 0 else { return }
    let request = String(decoding: buffer[..<count], as: UTF8.self)
    asked.update { $0.append(request) }
    var sent = 0
    while sent < answer.count {
      let more = answer[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard more > 0 else { return }
      sent += more
    }
  }
}
