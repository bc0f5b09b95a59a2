import Crypto
import Foundation
import Hummingbird
import JOSE
import Requests
import StrictJSON

extension Response {
  /// One resource, with a tag by which whoever has it asks whether it is still so: then the answer is 304 and has no content (RFC
  /// 9110, 13.1.2). The tag is made of the content, so that whoever is shown something else never gets a 304.
  static func one(_ json: JSON, for request: Request) -> Response {
    let text = json.text
    return one(ByteBuffer(string: text), tag: tag(of: Data(text.utf8)), for: request)
  }

  static func one(_ content: ByteBuffer, tag: String, for request: Request, headers: HTTPFields = [:]) -> Response {
    var headers = headers
    headers[.eTag] = tag
    guard !EntityTag.names(tag, in: request.headers[values: .ifNoneMatch]) else {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentType] = MediaType.json
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: content))
  }

  /// The tag of what has no revision: another content has another one.
  static func tag(of content: Data) -> String { "\"\(Data(SHA256.hash(data: content).prefix(16)).base64URL)\"" }
}
