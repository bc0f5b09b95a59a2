import CaseCore
package import Hummingbird
import Requests
package import StrictJSON

extension Request {
  /// The parameters of the address.
  func query(_ keys: Set<String> = []) throws(InvalidRequest) -> Query { try Query(uri.query, keys: keys) }

  /// The largest body that is read, in bytes.
  static let largestBody = JSONLimits.request.bytes

  /// The body as JSON.
  package func json() async throws -> JSON {
    guard isJSON else {
      throw Problem(.unsupportedType, "Stuur de inhoud van het verzoek als application/json, in UTF-8.")
    }
    guard isPlain else { throw Problem.encoded }
    // What announces itself as too large is not read at all.
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > Self.largestBody { throw Problem.tooLarge }
    let buffer: ByteBuffer
    do { buffer = try await body.collect(upTo: Self.largestBody) } catch let error as any HTTPResponseError {
      guard error.status == .contentTooLarge else { throw error }
      throw Problem.tooLarge
    }
    do throws(JSONReader.Fault) { return try JSONReader.read(Array(buffer.readableBytesView)) } catch {
      throw switch error {
      case .malformed: Problem(.invalid, "De inhoud van het verzoek is geen JSON, of JSON die een naam tweemaal heeft.")
      case .tooMuch: Problem.tooMuch
      }
    }
  }

  /// As it is, and not compressed (RFC 9110, 8.4). Several codings may stand in one header or in several.
  private var isPlain: Bool {
    headers[values: .contentEncoding].joined(separator: ",").split(separator: ",").allSatisfy { coding in
      let name = coding.filter { !$0.isWhitespace }.lowercased()
      return name.isEmpty || name == MediaType.plainCoding
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
  static let encoded: Problem = {
    var problem = Problem(
      .unsupportedType,
      "Stuur de inhoud van het verzoek zonder compressie: als Content-Encoding wordt alleen «\(MediaType.plainCoding)» gelezen."
    )
    problem.headers["Accept-Encoding"] = MediaType.plainCoding
    return problem
  }()
  static let tooMuch = Problem(
    .invalid,
    "De inhoud van het verzoek heeft meer dan \(JSONLimits.request.values) waarden, is dieper genest dan "
      + "\(JSONLimits.request.depth) of heeft een getal van meer dan 64 tekens."
  )
  static let tooLarge = Problem(.tooLarge, "De inhoud van een verzoek mag hoogstens 256 KiB groot zijn.")
}

extension Response {
  package init(_ status: HTTPResponse.Status, _ json: JSON, headers: HTTPFields = [:]) {
    var headers = headers
    headers[.contentType] = MediaType.json
    self.init(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: json.text)))
  }
}
