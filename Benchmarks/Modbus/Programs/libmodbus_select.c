/* SPDX-License-Identifier: Apache-2.0 */

/* A server in the manner of libmodbus's own example for many clients, bandwidth-server-many-up: select(), then
 * modbus_receive() and modbus_reply() for each descriptor that is ready.
 *
 *     libmodbus_select WORDS     serves so many registers on a free port, which it prints
 *
 * The registers never change: the example knows no way to exchange them all at once. */

#include <arpa/inet.h>
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

static int print_port(int listener)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    if (getsockname(listener, (struct sockaddr *)&address, &length) < 0) return -1;
    printf("%d\n", ntohs(address.sin_port));
    return fflush(stdout);
}

int main(int count, char **arguments)
{
    int words = count > 1 ? atoi(arguments[1]) : 0;
    modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *mapping = modbus_mapping_new(0, 0, words, words);
    int listener = context && mapping ? modbus_tcp_listen(context, 1024) : -1;
    if (listener < 0 || print_port(listener) < 0) {
        perror("libmodbus_select");
        return 1;
    }

    fd_set watched;
    FD_ZERO(&watched);
    FD_SET(listener, &watched);
    int highest = listener;
    for (;;) {
        fd_set ready = watched;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0) return 1;
        for (int descriptor = 0; descriptor <= highest; descriptor++) {
            if (!FD_ISSET(descriptor, &ready)) continue;
            if (descriptor == listener) {
                int accepted = accept(listener, NULL, NULL);
                if (accepted < 0) continue;
                if (accepted >= FD_SETSIZE) {
                    close(accepted);
                    continue;
                }
                FD_SET(accepted, &watched);
                if (accepted > highest) highest = accepted;
                continue;
            }
            uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
            modbus_set_socket(context, descriptor);
            int length = modbus_receive(context, request);
            if (length > 0) {
                modbus_reply(context, request, length, mapping);
            } else if (length < 0) {
                close(descriptor);
                FD_CLR(descriptor, &watched);
                if (descriptor == highest) highest--;
            }
        }
    }
}
