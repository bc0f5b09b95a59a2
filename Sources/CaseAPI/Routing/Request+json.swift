import CaseCore
import Hummingbird

extension Request {
  /// The largest body that is read, in bytes.
  static let largestBody = 256 * 1024

  /// The body as JSON.
  func json() async throws -> JSON {
    guard isJSON else {
      throw Problem(.unsupportedType, "Stuur de inhoud van het verzoek als application/json, in UTF-8.")
    }
    // What announces itself as too large is not read at all.
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > Self.largestBody { throw Problem.tooLarge }
    let buffer: ByteBuffer
    do { buffer = try await body.collect(upTo: Self.largestBody) } catch let error as any HTTPResponseError {
      guard error.status == .contentTooLarge else { throw error }
      throw Problem.tooLarge
    }
    do { return try JSONReader.read(Array(buffer.readableBytesView)) } catch {
      throw Problem(
        .invalid,
        "De inhoud van het verzoek is geen JSON, of JSON die te diep genest is of een naam tweemaal heeft."
      )
    }
  }

  private var isJSON: Bool {
    let parts = (headers[.contentType] ?? "").split(separator: ";").map {
      $0.filter { !$0.isWhitespace && $0 != "\"" }.lowercased()
    }
    return parts.first == MediaType.json && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" }
  }
}

extension Problem {
  static let tooLarge = Problem(.tooLarge, "De inhoud van een verzoek mag hoogstens 256 KiB groot zijn.")
}

extension Response {
  init(_ status: HTTPResponse.Status, _ json: JSON, headers: HTTPFields = [:]) {
    var headers = headers
    headers[.contentType] = MediaType.json
    self.init(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: json.text)))
  }
}
