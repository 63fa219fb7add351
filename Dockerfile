# docker build --build-arg VERSION=1.2.0 -t rollcall .
# docker run --rm -v "$PWD:/data" --user "$(id -u):$(id -g)" rollcall check contacts.csv -m aelyst.yaml
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev TARGETOS TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath \
    -ldflags "-s -w -X rollcall/internal/cli.version=$VERSION" -o /image/rollcall .
# Workbooks are unpacked in /tmp.
RUN mkdir -p /image/own/data && mkdir -m 1777 /image/own/tmp

FROM scratch
LABEL org.opencontainers.image.title="rollcall" \
      org.opencontainers.image.description="Update contacts from a spreadsheet and learn the fate of every row" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /image/rollcall /usr/bin/rollcall
COPY --from=build --chown=65532:65532 /image/own /
USER 65532:65532
WORKDIR /data
ENTRYPOINT ["/usr/bin/rollcall"]
