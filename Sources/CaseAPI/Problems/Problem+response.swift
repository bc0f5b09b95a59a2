import HTTPTypes
import Hummingbird
import Requests
import StrictJSON

extension Problem {
  var response: Response {
    var fields: HTTPFields = [.contentType: "application/problem+json"]
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return Response(
      status: .init(code: kind.status),
      headers: fields,
      body: .init(byteBuffer: ByteBuffer(string: json.text))
    )
  }
}
