internal import CRabbitMQ

extension AMQPProperties {
  init(_ c: amqp_basic_properties_t) {
    let flags = Int32(bitPattern: unsafe c._flags)
    func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? { flags & flag == 0 ? nil : unsafe String(bytes) }

    contentType = unsafe text(AMQP_BASIC_CONTENT_TYPE_FLAG, c.content_type)
    contentEncoding = unsafe text(AMQP_BASIC_CONTENT_ENCODING_FLAG, c.content_encoding)
    correlationID = unsafe text(AMQP_BASIC_CORRELATION_ID_FLAG, c.correlation_id)
    replyTo = unsafe text(AMQP_BASIC_REPLY_TO_FLAG, c.reply_to)
    expiration = unsafe text(AMQP_BASIC_EXPIRATION_FLAG, c.expiration)
    messageID = unsafe text(AMQP_BASIC_MESSAGE_ID_FLAG, c.message_id)
    type = unsafe text(AMQP_BASIC_TYPE_FLAG, c.type)
    userID = unsafe text(AMQP_BASIC_USER_ID_FLAG, c.user_id)
    appID = unsafe text(AMQP_BASIC_APP_ID_FLAG, c.app_id)
    if flags & AMQP_BASIC_HEADERS_FLAG != 0 { headers = unsafe AMQPTable(c.headers) }
    if flags & AMQP_BASIC_PRIORITY_FLAG != 0 { priority = unsafe c.priority }
    if flags & AMQP_BASIC_TIMESTAMP_FLAG != 0 { timestamp = unsafe c.timestamp }
    let mode = unsafe flags & AMQP_BASIC_DELIVERY_MODE_FLAG == 0 ? 0 : UInt32(c.delivery_mode)
    isPersistent = mode == AMQP_DELIVERY_PERSISTENT.rawValue
  }
}
