"""How requests come and answers go: plain data, a socket, a transport within the process."""
